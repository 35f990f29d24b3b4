/** Asks `/healthz/ready` until it says yes. */
export async function untilReady(httpPort: number, signal: AbortSignal, everyMs = 50): Promise<boolean> {
  while (!signal.aborted) {
    if (await isReady(httpPort)) return true;
    await new Promise((next) => void setTimeout(next, everyMs));
  }
  return false;
}

async function isReady(httpPort: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${httpPort}/healthz/ready`, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** Why a service says it is not ready, in one line; undefined when it does not answer. */
export async function whyNotReady(httpPort: number): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${httpPort}/healthz/ready`, { signal: AbortSignal.timeout(2000) });
    return (await response.text()).trim().replaceAll(/\s+/g, ' ').slice(0, 200) || `status ${response.status}`;
  } catch {
    return undefined;
  }
}
