import { z } from 'zod';
import { TENANT_NAME } from '../../domain/tenant.ts';

/** Most characters of texts, as the scrub stage takes them. */
export interface PieceLimits {
  /** Of a draft and its corrected form. */
  readonly longestText: number;
  /** Of any other text. */
  readonly longestNote: number;
}

/** Bytes of a piece: below the record size of its topic. */
const MOST_BYTES = 900_000;
const LATEST = 4_102_444_800_000;
const VERDICTS = ['true_positive', 'benign_true_positive', 'false_positive', 'unsure'] as const;
const time = z.int().min(0).max(LATEST);

/** One piece of feedback as producers write it in JSON. */
export function pieceSchema({ longestText, longestNote }: PieceLimits) {
  const text = (most: number) =>
    z
      .string()
      .max(most)
      .refine((written) => written.isWellFormed(), 'must be well-formed Unicode');
  const said = (most: number) => text(most).refine((written) => written.trim() !== '', 'must not be empty');
  const [note, needed] = [text(longestNote).default(''), said(longestNote)];
  const any = {
    id: said(200).optional(),
    tenant: z.string().regex(TENANT_NAME, 'must be the name of a tenant').optional(),
    time: time.optional(),
  };
  return z
    .discriminatedUnion(
      'kind',
      [
        z.strictObject({
          ...any,
          kind: z.literal('verdict'),
          alert: needed,
          verdict: z.enum(VERDICTS),
          reason: note,
          rule: note,
        }),
        z
          .strictObject({
            ...any,
            kind: z.literal('correction'),
            document: note,
            language: note,
            draft: said(longestText),
            corrected: said(longestText),
          })
          .refine(({ draft, corrected }) => draft !== corrected, {
            path: ['corrected'],
            error: 'is the same as the draft: there is nothing to learn',
          }),
        z
          .strictObject({ ...any, kind: z.literal('entity_correction'), wrong: needed, right: needed, type: needed })
          .refine(({ wrong, right }) => wrong !== right, {
            path: ['right'],
            error: 'is the same as the wrong form: there is nothing to learn',
          }),
        z
          .strictObject({
            ...any,
            kind: z.literal('label'),
            event: note,
            entity: note,
            from: time.default(0),
            to: time.default(0),
            label: needed,
          })
          .refine(({ event, entity }) => event !== '' || entity !== '', {
            path: ['event'],
            error: 'or an entity must be given',
          })
          .refine(({ event, from, to }) => event !== '' || to > from, {
            path: ['to'],
            error: 'must be after from where no event is given',
          }),
        z
          .strictObject({
            ...any,
            kind: z.literal('silence'),
            rule: note,
            entity: note,
            from: time.default(0),
            until: time.default(0),
            reason: note,
          })
          .refine(({ rule, entity }) => rule !== '' || entity !== '', {
            path: ['rule'],
            error: 'or an entity must be given: all alerts cannot be silenced',
          })
          .refine(({ from, until }) => until === 0 || until > from, {
            path: ['until'],
            error: 'must be after from, or 0 for ever',
          }),
        z.strictObject({ ...any, kind: z.literal('close'), alert: needed, reason: note }),
      ],
      'must be verdict, correction, entity_correction, label, silence or close',
    )
    .refine((piece) => Buffer.byteLength(JSON.stringify(piece)) <= MOST_BYTES, `must have at most ${MOST_BYTES} bytes`);
}

export type Piece = z.infer<ReturnType<typeof pieceSchema>>;
