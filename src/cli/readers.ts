/** Groups in which a whole topic is read begin so: one prefix for each principal, as kafkajs cannot read without a group. */
export const readerGroups = (who: string): string => `vedette.reader.${who}.`;
