import { createPricing } from '@willcall/pricing';

export const handler = createPricing(process.env);
