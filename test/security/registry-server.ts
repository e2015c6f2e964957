import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry on loopback that holds every schema under a number of its subject, for who knows the password. */
export interface RegistryServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function registryServer(username: string, password: string): Promise<RegistryServer> {
  const login = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const schemas: { subject: string; schema: string }[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
      response.end(JSON.stringify(body));
    };
    if (request.headers.authorization !== login) return answer(401, { error_code: 40101, message: 'Unauthorized' });
    const [, first = '', second = '', third = '', fourth = ''] = (request.url ?? '').split('/');
    const known = schemas[Number(third) - 1];
    if (first === 'schemas' && fourth === 'subjects') return answer(known ? 200 : 404, known ? [known.subject] : {});
    if (first === 'schemas') return answer(known ? 200 : 404, known ?? {});
    if (request.method !== 'POST') return answer(second === '' ? 200 : 404, second === '' ? [] : { error_code: 40401 });
    const { schema } = JSON.parse(Buffer.concat(parts).toString());
    const at = schemas.findIndex(({ subject }) => subject === second);
    if (at < 0) schemas.push({ subject: second, schema });
    return answer(200, { subject: second, id: at < 0 ? schemas.length : at + 1, version: 1, schema });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
