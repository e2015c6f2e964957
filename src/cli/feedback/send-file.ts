import { FEEDBACK_SUBMITTED, type Feedback } from '../../domain/contracts.gen.ts';
import type { Environment } from '../../environment.ts';
import type { Submitter } from '../../shell/feedback/feedback-of.ts';
import { feedbackGate } from '../../shell/feedback/gate.ts';
import type { PieceLimits } from '../../shell/feedback/piece.ts';
import { bodyReader } from '../../shell/feedback/read-body.ts';
import { kafkaBroker } from '../../shell/kafka/broker.ts';
import { quietLogger } from '../../shell/quiet.ts';
import { registryCodec } from '../../shell/schema-registry/codec.ts';
import { registryClient } from '../../shell/schema-registry/registry-client.ts';
import { placeOf, readLines } from '../../source/lines.ts';
import { EXIT, Failure } from '../failure.ts';
import { escaped, say } from '../output.ts';

const AT_ONCE = 200;
const FAULTS_TOLD = 20;

/** Sends all pieces of a file, or, where one is faulty, none. Answers their ids. */
export async function sendFile(
  path: string,
  who: Submitter,
  { environment, limits }: { readonly environment: Environment; readonly limits: PieceLimits },
): Promise<{ readonly ids: readonly string[] }> {
  const feedback = await readPieces(path, who, limits);
  const broker = kafkaBroker(environment.kafka, quietLogger);
  const codec = registryCodec(registryClient(environment.registry));
  const gate = feedbackGate(broker, codec);
  try {
    await codec.ready([FEEDBACK_SUBMITTED.name]);
    for (let at = 0; at < feedback.length; at += AT_ONCE) await gate.submit(feedback.slice(at, at + AT_ONCE));
  } finally {
    await gate.close();
    await broker.close();
  }
  return { ids: feedback.map(({ id }) => id) };
}

/** Tells the first faults, line by line, and throws where there are any. */
export async function readPieces(path: string, who: Submitter, limits: PieceLimits): Promise<readonly Feedback[]> {
  const read = bodyReader(limits);
  const feedback: Feedback[] = [];
  let faulty = 0;
  for await (const lines of readLines(path)) {
    for (const line of lines) {
      const answer = read(Buffer.from(line.bytes), who);
      if (!('problem' in answer)) feedback.push(...answer);
      else if (faulty++ < FAULTS_TOLD) {
        const faults = answer.faults?.map(({ at, fault }) => `${at.replace(/^\/0\/?/, '')} ${fault}`).join('; ');
        say(escaped(`${placeOf(line)}: ${faults ?? answer.detail ?? 'is of another tenant'}`));
      }
    }
  }
  if (faulty > 0) throw new Failure(EXIT.difference, `${faulty} lines are no feedback; nothing was sent`);
  return feedback;
}
