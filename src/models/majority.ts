/** Whether most say that it was an attack; null where as many say so as not, or nobody says anything. */
export const majority = (attacks: number, said: number): boolean | null =>
  2 * attacks === said ? null : 2 * attacks > said;
