import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import { type FeedbackApi, feedbackRoute } from './feedback/route.ts';
import type { Health } from './health.ts';
import { type TrainingApi, trainingRoute } from './training-route.ts';

export interface HttpOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly live: () => Health;
  readonly ready: () => Health;
  readonly metrics: () => Promise<{ readonly text: string; readonly contentType: string }>;
  /** Absent: feedback is not taken here. */
  readonly feedback?: FeedbackApi | undefined;
  /** Absent: trainings are not told of here. */
  readonly training?: TrainingApi | undefined;
}

export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves /health/live, /health/ready and /metrics on all addresses, /v1/feedback where it is taken, and /v1/training where it is told of. Throws when the port is taken. */
export async function serveHttp({ port, live, ready, metrics, feedback, training }: HttpOptions): Promise<HttpServer> {
  const server = fastify({ logger: false, bodyLimit: 1024, requestTimeout: 10_000, forceCloseConnections: true });
  server.get('/health/live', async (_, reply) => answer(reply, live()));
  server.get('/health/ready', async (_, reply) => answer(reply, ready()));
  server.get('/metrics', async (_, reply) => {
    const { text, contentType } = await metrics();
    return reply.type(contentType).send(text);
  });
  if (feedback) server.register(feedbackRoute(feedback));
  if (training) server.register(trainingRoute(training));
  await listen(server, port);
  const address = server.server.address();
  return { port: typeof address === 'object' && address ? address.port : port, close: () => server.close() };
}

const answer = (reply: FastifyReply, health: Health) => reply.code(health.ok ? 200 : 503).send(health);

/** Both families where the machine has both; some containers have no IPv6. */
async function listen(server: FastifyInstance, port: number): Promise<void> {
  try {
    await server.listen({ port, host: '::' });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes(code)) throw error;
    await server.listen({ port, host: '0.0.0.0' });
  }
}
