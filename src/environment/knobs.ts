import type { z } from 'zod';
import { alertsConfigSchema } from '../stages/alerts/config.ts';
import { correlationConfigSchema } from '../stages/correlation/config.ts';
import { dictionaryConfigSchema } from '../stages/dictionary/config.ts';
import { featuresConfigSchema } from '../stages/features/config.ts';
import { inferenceConfigSchema } from '../stages/inference/config.ts';
import { intakeConfigSchema } from '../stages/intake/config.ts';
import { launchConfigSchema } from '../stages/launch/config.ts';
import { scrubConfigSchema } from '../stages/scrub/config.ts';
import { trainingConfigSchema } from '../stages/training/config.ts';

/** The config of each stage; its knobs become variables. */
export const ROOMS = {
  intake: intakeConfigSchema,
  features: featuresConfigSchema,
  inference: inferenceConfigSchema,
  correlation: correlationConfigSchema,
  alerts: alertsConfigSchema,
  scrub: scrubConfigSchema,
  training: trainingConfigSchema,
  launch: launchConfigSchema,
  dictionary: dictionaryConfigSchema,
} as const;

export type RoomConfigs = { readonly [Name in keyof typeof ROOMS]: z.infer<(typeof ROOMS)[Name]> };

/** One knob of one stage and the variable that sets it. */
export interface Knob {
  readonly variable: string;
  readonly room: keyof typeof ROOMS;
  readonly name: string;
  readonly about: string;
  /** From the text of the variable to what the schema expects. */
  read(text: string): unknown;
}

/** VEDETTE_<STAGE>_<KNOB> for every knob of every stage, in the order of the chain. */
export const KNOBS: readonly Knob[] = Object.entries(ROOMS).flatMap(([room, schema]) =>
  Object.entries(schema.shape).map(([name, knob]) => ({
    variable: `VEDETTE_${snake(room)}_${snake(name)}`,
    room: room as keyof typeof ROOMS,
    name,
    about: (knob as z.ZodType).description ?? '',
    read: reader(knob as z.ZodType),
  })),
);

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** Text that is not of the knob's kind is handed on as it is: the schema says what is wrong with it. */
function reader(knob: z.ZodType): (text: string) => unknown {
  const kind = kindOf(knob);
  if (kind === 'number') return (text) => (/^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text);
  if (kind === 'boolean') return (text) => (/^(true|false)$/.test(text) ? text === 'true' : text);
  if (kind === 'record') return (text) => jsonOr(text);
  if (kind === 'array') return (text) => text.split(',').map((part) => part.trim());
  return (text) => text;
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The kind of value below defaults and the like. */
function kindOf(knob: z.ZodType): string {
  const { type, innerType } = knob.def as { type: string; innerType?: z.ZodType };
  return innerType ? kindOf(innerType) : type;
}
