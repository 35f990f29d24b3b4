import type { Finding } from '../model/finding.ts';
import { folderOf, globOf, upFrom } from '../model/paths.ts';
import type { Cover } from '../model/suppression.ts';

/** Whether a suppression speaks of a finding. */
export function coverTestOf(cover: Cover): (finding: Finding) => boolean {
  if (cover.kind === 'file') return ({ at }) => at.file === cover.file;
  if (cover.kind === 'lines') return ({ at }) => at.file === cover.file && at.line >= cover.from && at.line <= cover.to;
  const { at, services, fingerprint } = cover;
  const lies = at === undefined ? undefined : liesIn(at);
  return (finding) =>
    (lies === undefined || lies(finding.at.file)) &&
    (services === undefined || areAmong(finding.services, services)) &&
    (fingerprint === undefined || finding.fingerprint.startsWith(fingerprint));
}

function liesIn(pattern: string): (file: string) => boolean {
  const glob = globOf(pattern.replace(/\/\*\*$/, ''));
  return (file) => glob.test(file) || [...upFrom(folderOf(file))].some((folder) => folder !== '' && glob.test(folder));
}

/** A further service in a finding makes it another one: that nobody has looked at. */
const areAmong = (found: readonly string[], named: readonly string[]): boolean =>
  found.length > 0 && found.every((service) => named.includes(service));
