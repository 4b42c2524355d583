import { version as packageVersion } from '../../../package.json';

/** The version of Laneway, as package.json has it. */
export const version: string = packageVersion;
