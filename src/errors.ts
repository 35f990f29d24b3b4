/**
 * Every mistake a user can make, numbered once. The number is printed, documented and stable.
 * Anything that is not a UserError is a bug of ours.
 */
export class UserError extends Error {
  readonly code: string;
  readonly hint: string;
  /** Further lines, one for each mistake, where several are shown together. */
  readonly details: readonly string[];

  constructor(code: string, message: string, hint: string, details: readonly string[] = []) {
    super(message);
    this.name = 'UserError';
    this.code = code;
    this.hint = hint;
    this.details = details;
  }
}

export const errors = {
  unknownOption: (message: string, hint: string) => new UserError('MSVC-001', message, hint),
  noTerminal: (question: string, flag: string) =>
    new UserError(
      'MSVC-002',
      `"${question}" needs an answer, and this is not a terminal.`,
      `Pass ${flag}: it has no default.`,
    ),
  cancelled: () =>
    new UserError('MSVC-003', 'Cancelled. Nothing was written.', 'Run the command again when you are ready.'),
  notAFolder: (path: string) =>
    new UserError('MSVC-004', `${path} is not a folder.`, 'Name an existing folder, or none for the current one.'),
  goneFolder: () =>
    new UserError('MSVC-004', 'The current folder is gone, or may not be read.', 'Go to another one, and try again.'),
  closedFolder: (path: string) =>
    new UserError('MSVC-004', `${path} may not be read.`, 'Ask for the right to, or run as who owns it.'),
  cannotPrint: (code: string) =>
    new UserError(
      'MSVC-005',
      `The answer could not be written to stdout${code && ` (${code})`}.`,
      'Make room there, or send it elsewhere.',
    ),
} as const;
