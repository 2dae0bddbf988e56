import type { Texts } from './en.ts';

export const reasons: Texts['reasons'] = {
  SOLD_OUT: {
    why: 'Las entradas están agotadas.',
    next: 'Si alguien cancela, sus entradas vuelven a la venta. No has pagado nada.',
  },
  ALL_HELD: {
    why: 'Otras personas están pagando las últimas entradas.',
    next: 'Inténtalo de nuevo en un momento: las que no se pagan a tiempo vuelven a la venta. No has pagado nada.',
  },
  SHOW_NOT_FOUND: { why: 'Esta función ya no existe.', next: 'Elige otra función.' },
  SHOW_CANCELLED: { why: 'La función se ha cancelado.', next: 'Elige otra función.' },
  SALE_NOT_OPEN: {
    why: 'La venta aún no había empezado.',
    next: 'Inténtalo de nuevo cuando empiece. No has pagado nada.',
  },
  SALE_CLOSED: { why: 'La venta ha terminado.', next: 'Elige otra función.' },
  SALE_PAUSED: {
    why: 'El organizador ha pausado la venta.',
    next: 'Inténtalo de nuevo cuando se reanude. No has pagado nada.',
  },
  PURCHASE_IN_PROGRESS: {
    why: 'Otra de tus compras para esta función aún no estaba resuelta.',
    next: 'Espera a que se resuelva y compra después las entradas que te falten.',
  },
  SEAT_TAKEN: {
    why: 'Alguien se ha adelantado con una de tus butacas.',
    next: 'Elige otras butacas. No has pagado nada.',
  },
  SEAT_UNKNOWN: {
    why: 'La función ya no tiene una de estas butacas.',
    next: 'Elige otras butacas. No has pagado nada.',
  },
  HOLD_OPEN: {
    why: 'Tienes otra compra para esta función pendiente de pago.',
    next: 'Págala o cancélala y compra después las entradas que te falten.',
  },
  TOO_MANY_HOLDS: {
    why: 'Demasiadas de tus compras para esta función no se pagaron a tiempo.',
    next: 'Elige otra función. No has pagado nada.',
  },
  LIMIT_EXCEEDED: {
    why: 'Son más entradas de las que puede tener una persona para esta función.',
    next: 'Pide menos. También cuentan las que ya tienes.',
  },
  PRICE_CHANGED: {
    why: 'El precio ha cambiado desde que lo viste, así que no se ha comprado nada.',
    next: 'Mira el precio nuevo y compra si estás de acuerdo.',
  },
  CARD_EXPIRED: {
    why: 'La tarjeta está caducada, así que no se ha comprado nada.',
    next: 'Compra de nuevo con otra tarjeta.',
  },
  UNKNOWN: {
    why: 'La compra ha sido rechazada.',
    next: 'Inténtalo de nuevo o elige otra función.',
  },
};
