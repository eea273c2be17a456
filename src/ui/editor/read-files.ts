import { TEXT_LIMITS, sizeProblem } from '../../apply/limits.ts';

export type FilesRead = { readonly text: string } | { readonly problem: string };

/** The texts of dropped or chosen files as one, in their order. Sizes are looked at before anything is read. */
export async function readFiles(files: readonly File[]): Promise<FilesRead> {
  if (files.length > TEXT_LIMITS.documents) return { problem: `${files.length} files at once are too many` };
  const tooLarge = sizeProblem(files.reduce((sum, file) => sum + file.size, 0));
  if (tooLarge !== undefined) return { problem: tooLarge };
  try {
    const texts = await Promise.all(files.map((file) => file.text()));
    if (texts.some((text) => text.includes('\0'))) return { problem: 'that is not a text file' };
    return { text: texts.map((text) => text.trimEnd()).join('\n---\n') + '\n' };
  } catch {
    return { problem: 'the file could not be read' };
  }
}
