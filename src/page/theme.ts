import { byId } from './dom.ts';

type Ground = 'light' | 'dark';
const root = document.documentElement;
const kept = 'msvc-ground';

/** What the page is drawn on now. */
export const groundNow = (): Ground => {
  const chosen = root.dataset['ground'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
};

/** Light and dark: as the machine prefers until somebody switches, and then as they left it. */
export function themeOf(): void {
  const before = recalled();
  if (before !== undefined) root.dataset['ground'] = before;
  const button = byId('ground-toggle');
  const say = (): void => button.setAttribute('aria-pressed', String(groundNow() === 'dark'));
  button.addEventListener('click', () => {
    const next = groundNow() === 'dark' ? 'light' : 'dark';
    root.dataset['ground'] = next;
    remember(next);
    say();
  });
  say();
}

// A page that was opened from disk may have nowhere to keep anything.
function recalled(): Ground | undefined {
  try {
    const value = localStorage.getItem(kept);
    return value === 'light' || value === 'dark' ? value : undefined;
  } catch {
    return undefined;
  }
}
function remember(ground: Ground): void {
  try {
    localStorage.setItem(kept, ground);
  } catch {
    // Then it holds for this time only.
  }
}
