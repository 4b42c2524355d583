import { join } from 'node:path';
import { startElectron } from './hosts/electron/start-electron';

startElectron(join(import.meta.dirname, '..'));
