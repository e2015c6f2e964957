import type { Feedback } from '../../domain/contracts.gen.ts';
import { idOf } from '../../domain/uuid5.ts';
import type { Piece } from './piece.ts';

/** Who submits, as far as that is known for sure. */
export interface Submitter {
  readonly tenant: string;
  readonly login: string;
}

/** A piece as it goes onto the topic. Without an id it gets one of what it says, so that the same piece again is the same. */
export function feedbackOf(piece: Piece, { tenant, login }: Submitter): Feedback {
  const { id = idOf('feedback', tenant, login, JSON.stringify(piece)), time = 0 } = piece;
  return { id, tenant, time, author: login, body: bodyOf(piece) };
}

function bodyOf(piece: Piece): Feedback['body'] {
  switch (piece.kind) {
    case 'verdict': {
      const { alert, verdict, reason, rule } = piece;
      return { 'vedette.Verdict': { alert, verdict, reason, rule } };
    }
    case 'correction': {
      const { document, language, draft, corrected } = piece;
      return { 'vedette.Correction': { document, language, draft, corrected } };
    }
    case 'entity_correction': {
      const { wrong, right, type } = piece;
      return { 'vedette.EntityCorrection': { wrong, right, type } };
    }
    case 'label': {
      const { event, from, to, entity, label } = piece;
      return { 'vedette.Label': { event, from, to, entity, label } };
    }
    case 'silence': {
      const { rule, entity, from, until, reason } = piece;
      return { 'vedette.SilenceRequest': { rule, entity, from, until, reason } };
    }
    case 'close':
      return { 'vedette.CloseRequest': { alert: piece.alert, reason: piece.reason } };
  }
}
