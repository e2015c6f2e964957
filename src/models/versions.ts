/** Compares dotted versions number by number; one for a tenant alone stands behind the one it began from, among others of its kind by hash. */
export function compareVersions(a: string, b: string): number {
  const [ofA = '', hashA = ''] = a.split('-');
  const [ofB = '', hashB = ''] = b.split('-');
  const left = ofA.split('.').map(Number);
  const right = ofB.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(hashA > hashB) - Number(hashA < hashB);
}
