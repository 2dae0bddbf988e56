/** The texts of paying. */
export const en = {
  title: (total: string) => `Pay ${total}`,
  seats: (seats: string, count: number) => `${count === 1 ? 'Seat' : 'Seats'} ${seats}`,
  left: 'Held for you for',
  announce: (time: string) => `${time} left to pay.`,
  starting: 'Preparing the payment…',
  delays: {
    'many-pay':
      'A lot of people are paying right now. Your tickets stay held, for longer too, and the page goes on by itself.',
    'provider-away':
      'The payment service does not answer. Nothing was charged, and the page keeps trying.',
    'no-answer': 'There is no answer yet. Nothing is lost: the page keeps trying.',
  },
  ready: 'The tickets are yours as soon as the payment arrives.',
  notPayable: 'This purchase cannot be paid at the moment.',
  notLoaded: 'The form of the payment service could not be loaded. Reload the page to try again.',
  sending: 'Sending the payment…',
  unsure: 'There is no answer. The page finds out whether the payment arrived: do not pay again.',
  leaving: 'Your bank wants to know that it is you. You go to its page, and come back here.',
  processing:
    'Your bank is still working on the payment. You can close this page: if the money arrives, you find the tickets under “My purchases”.',
  succeeded: 'The payment arrived. Your tickets come in a moment.',
  slow: 'This takes longer than usual. Nothing is lost, and you can close this page.',
  canceled: 'This payment was ended, and nothing was charged. The tickets go back on sale.',
  over: 'The time to pay is over. If money was taken, you get the tickets if there are any left, or your money back.',
  problems: {
    declined: 'Your bank declined the payment. Try again, or use another card.',
    'insufficient-funds':
      'Your bank declined the payment: there is not enough money on the card. Use another card.',
    'expired-card': 'Your bank declined the payment: the card has expired. Use another card.',
    'incorrect-cvc':
      'Your bank declined the payment: the security code is wrong. Check it, and try again.',
    'processing-error': 'Something went wrong at the bank. Nothing was charged. Try again.',
    'not-authenticated':
      'Your bank did not get the confirmation that it is you. Nothing was charged. Try again, or use another card.',
    unfinished: 'You have not told your bank yet that it is you. Nothing was charged. Pay again.',
  },
  test: {
    label: 'What the bank does',
    note: 'This is a local stand-in for Stripe. No money moves.',
    methods: {
      paid: 'Pays',
      declined: 'Declines',
      noMoney: 'Declines: not enough money',
      expired: 'Declines: the card has expired',
      authenticate: 'Asks the buyer to confirm',
      slow: 'Takes a while, then pays',
      slowDeclined: 'Takes a while, then declines',
      refundFails: 'Pays, but refuses a refund',
    },
  },
};

/** What every language must have. */
export type PayTexts = typeof en;
