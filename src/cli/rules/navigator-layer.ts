import { techniquesOf } from '../../detectors/sigma/level.ts';
import { ATTACK_VERSION } from '../../domain/attack.ts';

/** A layer of MITRE's ATT&CK Navigator, layer format 4.5. */
export interface NavigatorLayer {
  readonly name: string;
  readonly versions: { readonly attack: string; readonly navigator: string; readonly layer: string };
  readonly domain: string;
  readonly description: string;
  readonly techniques: readonly { readonly techniqueID: string; readonly score: number }[];
  readonly gradient: { readonly colors: readonly string[]; readonly minValue: number; readonly maxValue: number };
}

/** The techniques that tags name, each with the number of rules that name it. */
export function navigatorLayer(rules: readonly { readonly tags: readonly string[] }[]): NavigatorLayer {
  const scores = new Map<string, number>();
  for (const { tags } of rules) for (const id of techniquesOf(tags)) scores.set(id, (scores.get(id) ?? 0) + 1);
  const techniques = [...scores].map(([techniqueID, score]) => ({ techniqueID, score }));
  return {
    name: 'vedette rules',
    versions: { attack: ATTACK_VERSION.split('.')[0] ?? '', navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description: `${rules.length} rules`,
    techniques: techniques.sort((a, b) => (a.techniqueID < b.techniqueID ? -1 : 1)),
    gradient: { colors: ['#d7e8f7', '#1f5f99'], minValue: 0, maxValue: Math.max(1, ...scores.values()) },
  };
}
