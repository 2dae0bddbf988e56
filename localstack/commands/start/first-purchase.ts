/** Lines of shell to copy: a token, a purchase, and what became of it. */
export const firstPurchase = (url: string, showId: string, now: Date = new Date()): string => {
  const body = JSON.stringify({
    showId,
    quantity: 2,
    holder: { name: 'Alice', email: 'alice@example.com' },
    card: { number: TEST_CARD, expiryMonth: 12, expiryYear: now.getUTCFullYear() + 2 },
  });
  return `TOKEN=$(npm run --silent token -- alice)
ANSWER=$(curl -sSi -X POST ${url}/v1/purchases \\
  -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\
  -H 'idempotency-key: my-first-purchase' \\
  -d '${body}')
echo "$ANSWER"
PURCHASE=$(echo "$ANSWER" | sed -n 's/.*"purchaseId":"\\([^"]*\\)".*/\\1/p')
curl -sS ${url}/v1/purchases/$PURCHASE -H "authorization: Bearer $TOKEN"`;
};

/** Known to every payment provider as a test number; nothing is ever charged. */
const TEST_CARD = '4242424242424242';
