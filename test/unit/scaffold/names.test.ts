import { describe, expect, test } from 'vitest';
import { isPastTense, pluralOf, singularOf, useCaseOf, verbOf } from '../../../src/scaffold/names/english.ts';
import { nearestOf } from '../../../src/scaffold/names/nearest.ts';
import { mistakeInEvent, mistakeInName, suggestedName } from '../../../src/scaffold/names/valid.ts';
import { spellingOf } from '../../../src/scaffold/names/words.ts';

const pairs = (text: string) =>
  text
    .trim()
    .split(/\s+/)
    .map((pair): [string, string] => [pair.split(':')[0] ?? '', pair.split(':')[1] ?? '']);

describe('spellings', () => {
  test.each(['customer-accounts', 'customerAccounts', 'CustomerAccounts', 'customer_accounts', 'CUSTOMER_ACCOUNTS'])(
    '%s',
    (name) => {
      expect(spellingOf(name)).toEqual({
        kebab: 'customer-accounts',
        snake: 'customer_accounts',
        constant: 'CUSTOMER_ACCOUNTS',
        pascal: 'CustomerAccounts',
        camel: 'customerAccounts',
      });
    },
  );

  test('acronyms and digits stay together', () => {
    expect(spellingOf('HTTPGateway').kebab).toBe('http-gateway');
    expect(spellingOf('b2b-orders').pascal).toBe('B2bOrders');
  });
});

test('singular and plural of context names', () => {
  for (const [many, one] of pairs(`orders:order payments:payment addresses:address categories:category statuses:status
    boxes:box houses:house warehouses:warehouse invoices:invoice purchases:purchase companies:company deliveries:delivery
    people:person movies:movie taxes:tax branches:branch licenses:license customer-notifications:customer-notification`)) {
    expect(singularOf(many), many).toBe(one);
    expect(pluralOf(one), one).toBe(many);
  }
  for (const name of ['inventory', 'shipping', 'billing', 'news']) {
    expect(singularOf(name)).toBe(name);
    expect(pluralOf(name)).toBe(name);
  }
});

test('the verb of an event', () => {
  for (const [event, useCase] of pairs(`OrderPlaced:PlaceOrder PaymentCaptured:CapturePayment StockReserved:ReserveStock
    InvoicePaid:PayInvoice MailSent:SendMail CakeMade:MakeCake HouseBuilt:BuildHouse CarSold:SellCar ParcelShipped:ShipParcel
    OrderCancelled:CancelOrder OrderCanceled:CancelOrder OrderLineAdded:AddOrderLine UserRegistered:RegisterUser
    TripBooked:BookTrip PaymentRefunded:RefundPayment AccountOpened:OpenAccount AccountClosed:CloseAccount
    PriceChanged:ChangePrice OfferWithdrawn:WithdrawOffer ShipmentDelivered:DeliverShipment ProfileUpdated:UpdateProfile
    PolicyIssued:IssuePolicy CardVerified:VerifyCard SeatReleased:ReleaseSeat OrderReceived:ReceiveOrder
    JobScheduled:ScheduleJob PostPublished:PublishPost TaskAssigned:AssignTask LoanApproved:ApproveLoan`)) {
    expect(useCaseOf(event), event).toBe(useCase);
    expect(isPastTense(event), event).toBe(true);
  }
  expect(useCaseOf('OrderReady')).toBe('RecordOrderReady');
  expect(isPastTense('PlaceOrder')).toBe(false);
  expect(verbOf('order')).toBeUndefined();
});

describe('names', () => {
  test.each(['orders', 'customer-accounts', 'b2b', 'o2-billing', 'returns', 'messages'])('%s is right', (name) => {
    expect(mistakeInName(name)).toBeUndefined();
  });

  test.each([
    ['', 'a name is needed'],
    ['Orders', 'no capitals; how about "orders"?'],
    ['my orders', 'no spaces; how about "my-orders"?'],
    ['services/orders', 'not a path: no slashes and no ".."; how about "orders"?'],
    ['..\\orders', 'not a path'],
    ['../../etc', 'how about "etc"?'],
    ['..', 'not a path'],
    ['2orders', 'must start with a letter; how about "orders"?'],
    ['-orders', 'a hyphen stands between two words only; how about "orders"?'],
    ['orders--eu', 'how about "orders-eu"?'],
    ['bestellungen-größe', 'only a to z'],
    ['café', 'only a to z, 0 to 9 and hyphens; how about "cafe"?'],
    ['order', '"order" is a word of SQL; how about "orders"?'],
    ['class', '"class" is a word of TypeScript'],
    ['buf', 'a package that protobuf tools bring along'],
    ['app', '"app" is a folder or package of every workspace'],
    ['contracts', 'how about "contracts-context"?'],
    ['node_modules', 'only a to z'],
    ['node-modules', 'is a folder'],
    ['com1', 'a device on Windows'],
    ['constructor', 'a word of TypeScript'],
    ['a'.repeat(41), 'it has 41 letters, and 40 are the most'],
    ['orders;rm', 'only a to z'],
  ])('%s is refused', (name, message) => {
    expect(mistakeInName(name)).toContain(message);
  });

  test('every suggestion is itself right', () => {
    for (const name of [
      'Orders',
      'order',
      'app',
      'a b',
      '../x',
      '42-x',
      'contracts',
      'x'.repeat(90),
      'user',
      'tests',
    ]) {
      const better = suggestedName(name);
      expect(better && mistakeInName(better), `${name} → ${better}`).toBeUndefined();
    }
    expect(suggestedName('..')).toBeUndefined();
    expect(suggestedName('日本')).toBeUndefined();
  });

  test('events', () => {
    expect(mistakeInEvent('OrderPlaced')).toBeUndefined();
    expect(mistakeInEvent('orderPlaced')).toContain('how about "OrderPlaced"?');
    expect(mistakeInEvent('order.placed')).toContain('how about "OrderPlaced"?');
    expect(mistakeInEvent('order_placed')).toContain('how about "OrderPlaced"?');
    expect(mistakeInEvent('42')).not.toContain('how about');
    expect(mistakeInEvent(`A${'a'.repeat(60)}`)).toContain('60');
  });

  test('the nearest known word', () => {
    expect(nearestOf('orders.v1.OrderPlacd', ['orders.v1.OrderPlaced', 'orders.v1.OrderCancelled'])).toBe(
      'orders.v1.OrderPlaced',
    );
    expect(nearestOf('cor', ['core', 'supporting', 'generic'])).toBe('core');
    expect(nearestOf('something', ['core', 'supporting'])).toBeUndefined();
  });
});
