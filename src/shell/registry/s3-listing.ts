/** Names of the folders in a page of ListObjectsV2. What is no plain name is passed over: it cannot be one of ours. */
export function foldersOf(xml: string, prefix: string): readonly string[] {
  const common = [...xml.matchAll(/<CommonPrefixes>\s*<Prefix>([^<]{0,1024})<\/Prefix>/g)];
  return common.flatMap(([, path = '']) => {
    const name = path.slice(prefix.length, -1);
    return path.startsWith(prefix) && /^[\w.-]+$/.test(name) ? [name] : [];
  });
}

/** What asks for the next page; null on the last. */
export function nextPage(xml: string): string | null {
  if (!/<IsTruncated>true<\/IsTruncated>/.test(xml)) return null;
  const [, token] = /<NextContinuationToken>([^<]{1,2048})<\/NextContinuationToken>/.exec(xml) ?? [];
  return token === undefined ? null : unescaped(token);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescaped = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '');
