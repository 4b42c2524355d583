import { join } from 'node:path';
import { app, safeStorage } from 'electron';
import type { Secrets } from '../../engine/ports';
import { createSecretFile, createSessionSecrets, type SecretSeal } from '../secret-file';

/**
 * Secrets sealed by the system (Keychain, DPAPI, the desktop's keyring) in a file of the data folder; where the system
 * cannot do that, they are kept until Laneway is closed, and `set` says so.
 */
export function createSealedSecrets(dataFolder: string): Secrets {
  const sealed = createSecretFile(join(dataFolder, 'sealed-secrets.json'), () => systemSeal);
  const session = createSessionSecrets();
  const present = async (): Promise<Secrets> => {
    await app.whenReady(); // before that nobody knows whether it can
    return canSeal() ? sealed : session;
  };
  return {
    get: async (key) => (await present()).get(key),
    set: async (key, value) => (await present()).set(key, value),
    delete: async (key) => (await present()).delete(key),
  };
}

/** Without a keyring Linux only hides it behind a fixed password. */
const canSeal = (): boolean =>
  safeStorage.isEncryptionAvailable() &&
  (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text');

const systemSeal: SecretSeal = {
  seal: (secret) => safeStorage.encryptString(secret).toString('base64'),
  open(sealed) {
    try {
      return safeStorage.decryptString(Buffer.from(sealed, 'base64'));
    } catch {
      return null; // sealed by another person or computer
    }
  },
  place: 'sealed',
};
