/** The id of a commit, tree or file: 40 lower-case hex digits (SHA-1), or 64 (SHA-256). */
export const objectIdPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
