import type { PayTexts } from './pay-en.ts';

export const es: PayTexts = {
  title: (total) => `Pagar ${total}`,
  seats: (seats, count) => `${count === 1 ? 'Butaca' : 'Butacas'} ${seats}`,
  left: 'Reservadas para ti durante',
  announce: (time) => `Quedan ${time} para pagar.`,
  starting: 'Preparando el pago…',
  delays: {
    'many-pay':
      'Hay muchísima gente pagando. Tus entradas siguen reservadas, también más tiempo, y la página continúa sola.',
    'provider-away':
      'El servicio de pago no responde. No se ha cobrado nada y la página sigue intentándolo.',
    'no-answer': 'Aún no hay respuesta. No se pierde nada: la página sigue intentándolo.',
  },
  ready: 'Las entradas son tuyas en cuanto llegue el pago.',
  notPayable: 'Esta compra no se puede pagar en este momento.',
  notLoaded:
    'No se ha podido cargar el formulario del servicio de pago. Recarga la página para intentarlo de nuevo.',
  sending: 'Enviando el pago…',
  unsure: 'No hay respuesta. La página averigua si el pago ha llegado: no pagues otra vez.',
  leaving: 'Tu banco quiere saber que eres tú. Vas a su página y después vuelves aquí.',
  processing:
    'Tu banco sigue con el pago. Puedes cerrar esta página: si el dinero llega, encuentras las entradas en «Mis compras».',
  succeeded: 'El pago ha llegado. Tus entradas vienen en un momento.',
  slow: 'Tarda más de lo normal. No se pierde nada y puedes cerrar esta página.',
  canceled: 'Este pago ha terminado sin cobrar nada. Las entradas vuelven a la venta.',
  over: 'Se ha acabado el tiempo para pagar. Si se ha cobrado algo, recibes las entradas si quedan, o tu dinero de vuelta.',
  problems: {
    declined: 'Tu banco ha rechazado el pago. Inténtalo de nuevo o usa otra tarjeta.',
    'insufficient-funds':
      'Tu banco ha rechazado el pago: no hay dinero suficiente en la tarjeta. Usa otra.',
    'expired-card': 'Tu banco ha rechazado el pago: la tarjeta está caducada. Usa otra.',
    'incorrect-cvc':
      'Tu banco ha rechazado el pago: el código de seguridad no es correcto. Compruébalo e inténtalo de nuevo.',
    'processing-error': 'Algo ha fallado en el banco. No se ha cobrado nada. Inténtalo de nuevo.',
    'not-authenticated':
      'Tu banco no ha recibido la confirmación de que eres tú. No se ha cobrado nada. Inténtalo de nuevo o usa otra tarjeta.',
    unfinished:
      'Aún no has confirmado a tu banco que eres tú. No se ha cobrado nada. Vuelve a pagar.',
  },
  test: {
    label: 'Qué hace el banco',
    note: 'Es un sustituto local de Stripe. No se mueve dinero.',
    methods: {
      paid: 'Paga',
      declined: 'Rechaza',
      noMoney: 'Rechaza: no hay dinero suficiente',
      expired: 'Rechaza: la tarjeta está caducada',
      authenticate: 'Pide confirmación al comprador',
      slow: 'Tarda y después paga',
      slowDeclined: 'Tarda y después rechaza',
      refundFails: 'Paga, pero rechaza un reembolso',
    },
  },
};
