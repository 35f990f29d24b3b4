/** One way to break a generated service, and the test of its own that must notice. */
export type Breakage = {
  /** What is wrong then. */
  readonly what: string;
  /** The file that is edited, and how. */
  readonly path: string;
  readonly from: string | RegExp;
  readonly to: string;
  /** It is a contract: code is generated from it before and after. */
  readonly isContract?: true;
  /** Of the service's tests: the only file that is run, and the title of one that fails. */
  readonly file: string;
  readonly title: string;
};

/** One for each kind of promise that a service is born with, told of `payments`. */
export const breakages: readonly Breakage[] = [
  {
    what: 'nobody looks which version a change was made to',
    path: 'services/payments/adapters/store/payment-repository.ts',
    from: /\n *\.where\('version', '=', [^\n]*/,
    to: '',
    file: 'store',
    title: 'of two changes to one version, the second is refused and leaves no event',
  },
  {
    what: 'what is not there is not looked for',
    path: 'services/payments/adapters/rpc/payments-service.ts',
    from: /\n *if \(!payment\) throw new RpcError\('NOT_FOUND'[^\n]*/,
    to: '',
    file: 'rpc',
    title: 'what is not there is NOT_FOUND',
  },
  {
    what: 'events do not reach the outbox',
    path: 'services/payments/adapters/store/payment-repository.ts',
    from: 'await appendToOutbox(',
    to: 'void (',
    file: 'store',
    title: 'a payment comes back as it was stored, with its events beside it',
  },
  {
    what: 'the inbox is asked, and its answer ignored',
    path: 'chassis/src/consumer.ts',
    from: /if \(!\((await firstDelivery\([^\n]*\))\)\) return false;/,
    to: '$1;',
    file: 'consumers',
    title: 'inventory.v1.StockReserved delivered three times takes effect once',
  },
  {
    what: 'a field of the contract is called otherwise',
    path: 'contracts/payments/v1/payments.proto',
    from: 'string status = 4;',
    to: 'string state = 4;',
    isContract: true,
    file: 'rpc',
    title: 'what is served is the contract, and keeps what was promised',
  },
];
