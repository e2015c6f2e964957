/** Whoever took a path for a name is helped by its beginning; a whole text pasted there would fill the screen. */
const SHOWN = 200;

/** A fault of a variable that names a file which cannot be used. */
export function fileFault(name: string, path: string, cause: unknown): string {
  const shown = path.length > SHOWN ? `${path.slice(0, SHOWN)}...` : path;
  return `${name}: ${shown}: ${(cause as Error).message}`;
}
