import { expect, it } from '@jest/globals';
import type { ObjectStore } from '../shell/registry/object-store.ts';
import { trainingStore } from './training-store.ts';

const failing = (code: string): ObjectStore => {
  const fail = async () => {
    throw Object.assign(new Error(code), { code });
  };
  return { folders: fail, read: async () => null, replace: fail };
};

it.each(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES'])(
  'given a store that answers %s, then the world is broken, not the dataset',
  async (code) => {
    const store = trainingStore(failing(code));
    await expect(store.create('acme/x', new Uint8Array(1))).rejects.toMatchObject({
      name: 'RetriableError',
      message: expect.stringContaining(code),
    });
    await expect(store.keepWaiting('acme', [])).rejects.toMatchObject({ name: 'RetriableError' });
  },
);

it('given a defect, then it is told as one', async () => {
  await expect(trainingStore(failing('EBADF')).create('acme/x', new Uint8Array(1))).rejects.toMatchObject({
    code: 'EBADF',
  });
});

it('given somebody else who writes what waits at the same moment, then it is tried again later', async () => {
  const objects: ObjectStore = { folders: async () => [], read: async () => null, replace: async () => false };
  await expect(trainingStore(objects).keepWaiting('acme', [])).rejects.toMatchObject({ name: 'RetriableError' });
  // what is there already stays, and that is no fault
  await trainingStore(objects).create('acme/x', new Uint8Array(1));
});
