import { fieldOf, lastStep } from '../things.ts';
import type { ExternalDeed, Library, LibraryCall } from '../types.ts';

const KINDS: readonly (readonly [RegExp, ExternalDeed['what'], RegExp])[] = [
  [
    /nodemailer|@nestjs-modules\/mailer|@sendgrid\/mail|mailgun|postmark|resend|mailersend|@aws-sdk\/client-ses/,
    'mail',
    /(?:^|\.)(?:sendMail|send|sendEmail|sendMultiple|SendEmailCommand|emails\.send|messages\.create)$/,
  ],
  [
    /^stripe$|braintree|razorpay|square|paypal|@paypal|adyen|mollie/,
    'charge',
    /(?:^|\.)(?:charges|paymentIntents|refunds|orders|payments|transaction|subscriptions|invoices|transfers|paymentLink)\.(?:create|capture|confirm|sale|refund|pay)$/,
  ],
  [
    /twilio|vonage|messagebird|@vonage/,
    'sms',
    /(?:^|\.)(?:messages\.create|verifications\.create|send|calls\.create|sms\.send)$/,
  ],
  [
    /firebase-admin|web-push|expo-server-sdk|onesignal|node-pushnotifications/,
    'push',
    /(?:^|\.)(?:send|sendNotification|sendMulticast|sendToDevice|sendEachForMulticast|sendPushNotificationsAsync|sendEach)$/,
  ],
  [
    /@aws-sdk\/client-s3|^aws-sdk$|@google-cloud\/storage|cloudinary|minio|imagekit/,
    'upload',
    /(?:^|\.)(?:PutObjectCommand|upload|putObject|save|Upload|uploader\.upload)$/,
  ],
];

const hasKey = (call: LibraryCall): boolean =>
  call.args.some((arg) =>
    ['idempotencyKey', 'idempotency_key', 'headers.Idempotency-Key'].some(
      (key) => fieldOf(arg, key, call.scope.program) !== undefined,
    ),
  );

/** Mail, money, messages to people, files: what cannot be taken back. */
export const externals: Library = {
  packages: (name) => KINDS.some(([packages]) => packages.test(name)),
  recognise: (call) => {
    const { path } = call.callee;
    const found = KINDS.find(([packages, , methods]) => packages.test(call.callee.package) && methods.test(path));
    if (!found || lastStep(path) === 'createTransport') return undefined;
    return {
      deeds: [{ kind: 'external', what: found[1], library: call.callee.package, idempotencyKey: hasKey(call) }],
    };
  },
};
