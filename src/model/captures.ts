import type { Evidence, NonEmpty } from './evidence.ts';
import type { ServiceName } from './model.ts';

/** A connector that reads what is committed to a database and tells it to a broker: change-data-capture. */
export type Capture = {
  /** Whose database it reads; absent where its address could not be told. */
  readonly services?: readonly ServiceName[];
  /** The tables it reads, `*` for any letters; absent where it reads all there are. */
  readonly tables?: readonly string[];
  readonly evidence: NonEmpty<Evidence>;
};
