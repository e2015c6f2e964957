/** Why a part of a rule is not taken, thrown by what reads it and caught where the rule ends. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** Characters from the start of the file. */
  readonly at: number;
  readonly feature: string;

  constructor(at: number, feature: string, message: string) {
    super(message);
    this.at = at;
    this.feature = feature;
  }

  /** What was thrown, if it is a refusal or an overrun of the stack by nesting; everything else goes on. */
  static of(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    if (error instanceof RangeError) return new Refusal(0, 'nesting', 'nested too deep');
    throw error;
  }
}
