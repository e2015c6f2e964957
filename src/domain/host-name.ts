const ADDRESS = /^[\d.]+$|:/;

/** A machine under one name: sources name it with and without its domain. Lower case, first label; addresses stay whole. */
export function shortHostName(name: string): string {
  const lower = name.toLowerCase();
  const dot = lower.indexOf('.');
  return dot <= 0 || ADDRESS.test(lower) ? lower : lower.slice(0, dot);
}
