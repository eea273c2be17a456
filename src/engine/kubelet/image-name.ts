const DEFAULT_REGISTRY = 'docker.io';

/**
 * The full name that a container runtime gives an image: `nginx` is `docker.io/library/nginx:latest`. A reference with
 * a digest keeps it. Source: distribution/reference ParseDockerRef, as containerd uses it.
 */
export function fullImageName(image: string): string {
  const repository = fullRepository(image);
  const at = repository.indexOf('@');
  if (at >= 0) return withoutTag(repository.slice(0, at)) + repository.slice(at);
  return hasTag(repository) ? repository : `${repository}:latest`;
}

/** The name by content, which a container's status has as imageID: repository and digest. */
export function imageId(image: string, digestHex: string): string {
  const name = fullImageName(image);
  return name.includes('@') ? name : `${withoutTag(name)}@sha256:${digestHex}`;
}

function fullRepository(image: string): string {
  const slash = image.indexOf('/');
  const first = slash < 0 ? '' : image.slice(0, slash);
  if (first === 'localhost' || first.includes('.') || first.includes(':')) return image;
  return slash < 0 ? `${DEFAULT_REGISTRY}/library/${image}` : `${DEFAULT_REGISTRY}/${image}`;
}

function hasTag(name: string): boolean {
  return name.lastIndexOf(':') > name.lastIndexOf('/');
}

function withoutTag(name: string): string {
  return hasTag(name) ? name.slice(0, name.lastIndexOf(':')) : name;
}
