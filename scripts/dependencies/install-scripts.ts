/** Packages that run a script when they are installed, and what package.json says of each: true runs, false does not. */
export function installScriptFaults(
  withScript: readonly string[],
  allowScripts: Readonly<Record<string, unknown>>,
): readonly string[] {
  const names = new Set(withScript);
  const unlisted = [...names].filter((name) => typeof allowScripts[name] !== 'boolean');
  const gone = Object.keys(allowScripts).filter((name) => !names.has(name));
  return [
    ...unlisted.map((name) => `${name} has an install script: decide on it in "allowScripts" of package.json`),
    ...gone.map((name) => `${name} has no install script any more: take it out of "allowScripts" of package.json`),
  ];
}
