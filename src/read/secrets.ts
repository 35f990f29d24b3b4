const secretName =
  /(?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|private_?key|access_?key|encryption_?key|credentials?|salt|signature)s?(?:_?(?:value|hash|b64|base64))?$/i;
const reference = /^\s*(?:\$\{[^}]*\}|\$\w+)?\s*$/;

/** The value as it may be kept: what a variable of a secret's name holds is dropped, passwords elsewhere masked. */
export function masked(name: string, value: string): string {
  if (reference.test(value)) return value;
  return secretName.test(name) ? '***' : maskedText(value);
}

/** Passwords in URLs and in connection strings (`Password=…;`) give way to `***`. */
export const maskedText = (text: string): string =>
  text
    .replace(/\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]{0,200}):(?!\$\{[^}]{0,100}\}@)[^\s/]{0,500}@/gi, '$1:***@')
    .replace(/\b(password|pwd|secret|accountkey|sharedaccesskey)\s{0,3}=\s{0,3}(?!\$)[^;&]+/gi, '$1=***');

const hole = String.raw`\$[({][\w.:-]+[)}]`;
const host = String.raw`(?:[\w.-]|${hole})+(?::(?:\d{1,5}|${hole}))?`;
const hosts = new RegExp(`^${host}(?:,${host})*$`);
const stores =
  /^(?:jdbc:)?(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|cockroach(?:db)?|sqlserver|mssql|neo4j(?:\+s)?|bolt|amqps?|cassandra|clickhouse)$/i;
const placeName =
  /(?:^|_)(?:host(?:name)?|port|addr(?:ess)?|endpoint|servers?|brokers?|db|database|(?:db|database)_?name|schema|vhost)$/i;

/**
 * Of a value in a Secret what says where something is: scheme, hosts, ports and the database, so that two secrets can be
 * compared. Users, passwords and whatever is not plainly an address are dropped.
 */
export function addressIn(name: string, value: string): string | undefined {
  const text = value.trim();
  if (text.length > 500) return undefined;
  const [, scheme, rest = ''] = /^((?:jdbc:)?[a-z][a-z0-9+]{1,20}):\/\/(\S+)$/i.exec(text) ?? [];
  if (scheme !== undefined) return addressBehind(scheme, rest);
  const plain = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_');
  return placeName.test(plain) && !secretName.test(plain) && hosts.test(text) ? text : undefined;
}

function addressBehind(scheme: string, rest: string): string | undefined {
  const [before = '', ...queries] = rest.split(/[?#]/);
  // A sign that is not escaped where it should be: what is a password and what a host cannot be told.
  if (queries.some((query) => query.includes('@'))) return undefined;
  const [authority = '', ...path] = before.slice(before.lastIndexOf('@') + 1).split('/');
  if (!hosts.test(authority)) return undefined;
  if (!stores.test(scheme)) return `${scheme}://${authority}`;
  const schema = /(?:^|&)((?:schema|currentSchema|search_path)=\w+)(?:&|$)/.exec(queries.join('&'))?.[1];
  const [database] = path;
  const named = database !== undefined && new RegExp(`^(?:[\\w-]|${hole})+$`).test(database) ? `/${database}` : '';
  return `${scheme}://${authority}${named}${schema === undefined ? '' : `?${schema}`}`;
}
