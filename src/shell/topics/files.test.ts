import { expect, it } from '@jest/globals';
import { readTopicFiles } from '../contracts.ts';

it.each(readTopicFiles().map((file) => [file.name, file] as const))(
  '%s outlives the loss of a broker: three replicas, two in sync, and no leader that lacks records',
  (_, { replicas, config }) => {
    expect([replicas, config['min.insync.replicas'], config['unclean.leader.election.enable']]).toEqual([
      3,
      '2',
      'false',
    ]);
  },
);
