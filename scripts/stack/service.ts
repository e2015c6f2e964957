/** One server of the stack: how to get it, how to start it and how to see that it answers. */
export interface Service {
  readonly name: string;
  readonly version: string;
  /** Loopback ports that it needs. */
  readonly ports: readonly number[];
  readonly url: string;
  readonly data: string;
  /** Fetches what is missing; answers the command that starts it. */
  prepare(): Promise<Command>;
  /** True when it answers as it should. */
  ready(): Promise<boolean>;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}
