const inAddress = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@'"]*:)[^\s@'"]+(@)/gi;
const inSetting =
  /(\b[\w-]*(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)[\w-]*["']?\s*[:=]\s*["']?)(?!\$\{|process\.|env\b)([^\s"',;&)}]{3,})/gi;

/** Hides what could be a credential: nothing that is printed may give one away. */
export const mask = (text: string): string => text.replace(inAddress, '$1***$2').replace(inSetting, '$1***');
