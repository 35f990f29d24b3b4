/** What an event on the map is about. */
export function under(event: Event): { readonly node?: string; readonly line?: string; readonly fold?: string } {
  const target = event.target instanceof Element ? event.target : undefined;
  const value = (name: 'node' | 'line' | 'fold'): { readonly [key: string]: string } => {
    const element = target?.closest<SVGElement>(`[data-${name}]`);
    const found = element?.dataset[name];
    return found === undefined ? {} : { [name]: found };
  };
  return { ...value('node'), ...value('line'), ...value('fold') };
}
