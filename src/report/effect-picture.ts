/** What the picture shows of one version. */
export interface ShownVersion {
  readonly version: string;
  readonly judged: number;
  /** Share of the judged alerts that were attacks, and its interval, 0 to 1; NaN where nothing was judged. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** Chance that an attack has the higher confidence, 0 to 1. */
  readonly ranked: number;
}

const WIDTH = 800;
const ROW = 44;
const LEFT = 300;
const RIGHT = 150;
const TOP = 56;
const SCALE = WIDTH - LEFT - RIGHT;

const at = (share: number): number => Math.round(LEFT + share * SCALE);

/** An SVG: the precision of each version's alerts as a point on its interval, the oldest version at the top. */
export function effectPicture(tenant: string, versions: readonly ShownVersion[]): string {
  const height = TOP + ROW * versions.length + 36;
  const foot = height - 26;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<line x1="${at(share)}" x2="${at(share)}" y1="${TOP - 8}" y2="${foot}" stroke="#ddd"/>` +
      `<text x="${at(share)}" y="${foot + 16}" text-anchor="middle" fill="#555">${share}</text>`,
  );
  const title = `Precision of the alerts of ${safe(tenant)}, by version (95 % interval)`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="${title}">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="16" y="28" font-size="15" font-weight="600">${title}</text>`,
    ...ticks,
    ...versions.map(rowOf),
    '</svg>\n',
  ].join('\n');
}

function rowOf({ version, judged, share, low, high, ranked }: ShownVersion, place: number): string {
  const y = TOP + ROW * place + ROW / 2;
  const name = `<text x="16" y="${y + 4}">${safe(version || 'none')}</text>`;
  if (judged === 0) return `${name}<text x="${LEFT}" y="${y + 4}" fill="#555">nothing judged yet</text>`;
  return [
    name,
    `<line x1="${at(low)}" x2="${at(high)}" y1="${y}" y2="${y}" stroke="#2b6cb0" stroke-width="6" stroke-opacity="0.35"/>`,
    `<circle cx="${at(share)}" cy="${y}" r="6" fill="#2b6cb0"/>`,
    `<text x="${WIDTH - RIGHT + 12}" y="${y + 4}" fill="#555">${share.toFixed(2)} of ${judged}${Number.isNaN(ranked) ? '' : `; ranks ${ranked.toFixed(2)}`}</text>`,
  ].join('');
}

const LONGEST = 44;

/** Names come from topics: what a stranger wrote stays text. */
const safe = (text: string): string =>
  text
    .slice(0, LONGEST)
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
