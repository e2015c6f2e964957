/** Addresses as groups of 16 bits: two for version 4, eight for version 6. */
export type Groups = readonly number[];

export interface Network {
  readonly groups: Groups;
  readonly bits: number;
}

const GROUP_BITS = 16;

/** Reads an address of either version; null where the text is none. */
export const addressGroups = (text: string): Groups | null => (text.includes(':') ? version6(text) : version4(text));

/** Reads an address and the length of its prefix. Null: it is none, or has bits set behind the prefix. */
export function networkOf(text: string): Network | null {
  const [address = '', length, ...more] = text.split('/');
  const groups = addressGroups(address);
  if (groups === null || more.length > 0) return null;
  const most = groups.length * GROUP_BITS;
  const bits = length === undefined ? most : decimal(length, most);
  if (bits === null) return null;
  return groups.every((group, index) => masked(group, index, bits) === group) ? { groups, bits } : null;
}

/** True where an address lies in the network: both must have one version. */
export function isWithin({ groups, bits }: Network, address: Groups): boolean {
  return (
    address.length === groups.length &&
    groups.every((group, index) => masked(address[index] ?? 0, index, bits) === group)
  );
}

function masked(group: number, index: number, bits: number): number {
  const kept = Math.min(GROUP_BITS, Math.max(0, bits - index * GROUP_BITS));
  return group & (0xffff << (GROUP_BITS - kept)) & 0xffff;
}

function version4(text: string): Groups | null {
  const octets = text.split('.').map((octet) => decimal(octet, 255));
  if (octets.length !== 4 || octets.includes(null)) return null;
  const [a, b, c, d] = octets as [number, number, number, number];
  return [(a << 8) | b, (c << 8) | d];
}

function decimal(text: string, most: number): number | null {
  if (!/^(?:0|[1-9]\d{0,2})$/.test(text)) return null;
  return Number(text) <= most ? Number(text) : null;
}

const LONGEST_VERSION_6 = 45;

function version6(text: string): Groups | null {
  if (text.length > LONGEST_VERSION_6) return null;
  const halves = text.split('::');
  const [head, tail] = halves.map(hexGroups);
  if (halves.length > 2 || !head) return null;
  if (halves.length === 1) return head.length === 8 ? head : null;
  if (!tail || head.length + tail.length > 7) return null;
  return [...head, ...new Array(8 - head.length - tail.length).fill(0), ...tail];
}

/** Null where one is no group. The last two may be written as an address of version 4. */
function hexGroups(text: string): Groups | null {
  if (text === '') return [];
  const groups = text.split(':').map((group) => (group.includes('.') ? version4(group) : hexGroup(group)));
  return groups.includes(null) ? null : (groups as Groups[]).flat();
}

const hexGroup = (text: string): Groups | null => (/^[0-9a-f]{1,4}$/i.test(text) ? [Number.parseInt(text, 16)] : null);
