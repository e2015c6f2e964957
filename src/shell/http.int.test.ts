import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Health } from './health.ts';
import { type HttpServer, serveHttp } from './http.ts';

describe('the probes over HTTP', () => {
  let server: HttpServer;
  let ready: Health = { ok: true, faults: [] };
  const ask = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`);
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  };

  beforeAll(async () => {
    const metrics = async () => ({ text: 'vedette_ready 1\n', contentType: 'text/plain; version=0.0.4' });
    server = await serveHttp({ port: 0, live: () => ({ ok: true, faults: [] }), ready: () => ready, metrics });
  });
  afterAll(() => server.close());

  it('answer 200 while all is well', async () => {
    expect(await ask('/health/live')).toMatchObject({ status: 200, text: '{"ok":true,"faults":[]}' });
    expect(await ask('/health/ready')).toMatchObject({ status: 200 });
  });

  it('answer 503 with the faults', async () => {
    ready = { ok: false, faults: ['alerts: stalls'] };
    expect(await ask('/health/ready')).toMatchObject({ status: 503, text: '{"ok":false,"faults":["alerts: stalls"]}' });
    expect(await ask('/health/live')).toMatchObject({ status: 200 });
  });

  it('serve the metrics as Prometheus reads them', async () => {
    expect(await ask('/metrics')).toMatchObject({
      status: 200,
      type: expect.stringContaining('version=0.0.4'),
      text: 'vedette_ready 1\n',
    });
  });

  it('serve nothing else', async () => {
    expect((await ask('/')).status).toBe(404);
  });

  it('refuse a port that is taken', async () => {
    const { port } = server;
    const again = serveHttp({
      port,
      live: () => ready,
      ready: () => ready,
      metrics: async () => ({ text: '', contentType: '' }),
    });
    await expect(again).rejects.toThrow('EADDRINUSE');
  });
});
