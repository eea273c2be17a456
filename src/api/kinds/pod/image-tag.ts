const DEFAULT_TAG = 'latest';

/**
 * The tag of an image reference: "latest" when it names neither tag nor digest, "" with only a digest.
 * Source: pkg/util/parsers ParseImageName.
 */
export function imageTag(image: string): string {
  const at = image.indexOf('@');
  const named = at < 0 ? image : image.slice(0, at);
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  if (hasTag) return named.slice(colon + 1);
  return at < 0 ? DEFAULT_TAG : '';
}

/** imagePullPolicy when none is set. */
export function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
  return imageTag(image) === DEFAULT_TAG ? 'Always' : 'IfNotPresent';
}
