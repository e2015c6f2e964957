import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** True when a Docker daemon answers. */
export async function dockerAnswers(): Promise<boolean> {
  const version = promisify(execFile)('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 10_000 });
  return version.then(
    () => true,
    () => false,
  );
}
