/** Types of entities that name things, not people or places: their names are kept as they are written. */
export const THING_TYPES = ['product', 'malware', 'tool', 'technique', 'vulnerability'] as const;
