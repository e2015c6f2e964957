import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/** Throws where the signature is not one of a manifest by a key that is trusted. */
export type SignatureCheck = (manifest: Uint8Array, signature: Uint8Array | null) => void;

/** A public key from PEM. Throws where it is none, or not of Ed25519. */
export function trustedKey(pem: string): KeyObject {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('is no key of Ed25519');
  return key;
}

/** Asks every manifest for a signature by one of the keys: base64 of Ed25519 over its bytes. */
export function signatureCheck(pems: readonly string[]): SignatureCheck {
  const keys = pems.map(trustedKey);
  return (manifest, signature) => {
    if (signature === null) throw new Error('manifest.sig: there is none, and VEDETTE_MODEL_KEYS asks for one');
    const bytes = Buffer.from(new TextDecoder().decode(signature), 'base64');
    if (!keys.some((key) => verify(null, manifest, key, bytes)))
      throw new Error('manifest.sig: is of no key that VEDETTE_MODEL_KEYS names');
  };
}
