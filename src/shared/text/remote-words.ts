import { size } from './format';

/** What is said about servers: why one was not reached, and what goes on. Reasons follow a colon, without a full stop. */
export const remoteWords = {
  reasons: {
    noSuchName: 'there is no server of that name',
    noNameService: 'its name cannot be looked up now, perhaps there is no network',
    nobodyListens: 'nothing answers there',
    lost: 'the connection was lost',
    silent: 'it said nothing for too long',
    noWay: 'there is no way to it from this network',
    certificateExpired: 'its certificate has expired',
    certificateEarly: 'its certificate is not valid yet; is the clock of this computer right?',
    certificateOfAnother: 'its certificate is for another name',
    certificateUntrusted: 'its certificate is not one that this computer trusts',
    notEncrypted: 'it does not speak https there',
    notHttp: 'what answers there does not speak http',
    damagedOnTheWay: 'its answer was damaged on the way',
    tooEarly: 'its answer ends too early',
    tooLong: 'its answer is longer than any of a git server',
    noGitServer: 'what answers there is no git server, perhaps a web page',
    notThere: 'there is no repository at that address, or not for you',
    notYours: 'it does not let you in',
    otherProtocol: 'it speaks another version of the protocol',
    tooOld: 'its git is too old',
    circles: 'it sends from one address to the next without end',
  },
  otherFormat: (server: string, clone: string): string =>
    `its repository has ${server} ids and this clone has ${clone} ids; clone it from there anew`,
  noAgreement: (code: string): string => `no safe connection could be agreed on (${code})`,
  status: (status: number): string => `it answered with the error ${status}`,
  sendsElsewhere: (host: string): string =>
    `it sends on to ${host}; if that is right, set that address in the clone`,
  said: (text: string): string => `it says "${text}"`,
  rejections: {
    notFirst: 'somebody else was first',
    notForward: 'that would take back what is there',
    notAllowed: 'you may not change it there',
  },
  byRule: (rule: string, said: string): string => (said ? `${rule}: ${said}` : rule),
  fetching: 'Getting the changes from the server',
  sending: 'Sending the changes to the server',
  signingIn: 'Signing in',
  received: (sizeBytes: number): string => `${size(sizeBytes)} received`,
  sent: (sizeBytes: number): string => `${size(sizeBytes)} sent`,
  checking: 'Checking what arrived',
  incomplete: (id: string): string => `something that belongs to it is missing (${id})`,
} as const;
