/** What the work answers with; where it fails, nothing, and `notRun` says so. */
export function tried<T>(what: string, notRun: string[], work: () => Promise<T>): Promise<T | undefined> {
  return work().catch((error: unknown) => {
    // A program that failed printed its own error behind what it was called with.
    const line =
      String(error)
        .match(/^\w*error: .+$/gim)
        ?.at(-1) ?? '';
    notRun.push(line === '' ? what : `${what} (${line.slice(0, 120)})`);
    return undefined;
  });
}
