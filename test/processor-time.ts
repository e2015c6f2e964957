/** Milliseconds of processor time that this thread has used: unlike the wall's, it knows nothing of how busy the machine is. */
export function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
