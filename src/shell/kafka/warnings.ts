let silenced = false;

/** kafkajs 2.2.4 arms timers with negative delays after each request; Node 24 warns of the first. They are harmless. */
export function silenceNegativeTimeouts(): void {
  if (silenced) return;
  silenced = true;
  const emitWarning = process.emitWarning as (...args: unknown[]) => void;
  process.emitWarning = (...args: unknown[]) => {
    if (args[1] !== 'TimeoutNegativeWarning') emitWarning.apply(process, args);
  };
}
