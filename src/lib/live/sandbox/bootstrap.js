// The only script of the sandboxed frame. It starts workers from texts that the page sends, gives
// them the port that came along, and tells what they complain of. Reader code never runs here.
addEventListener(
  'message',
  ({ ports: [page] }) => {
    page.onmessage = ({ data: { id, text }, ports }) => {
      const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
      const worker = new Worker(url);
      worker.onerror = (event) => {
        event.preventDefault();
        worker.terminate();
        const { message, lineno: line, colno: column } = event;
        page.postMessage({ id, message, line, column });
      };
      if (ports.length > 0) worker.postMessage(null, [...ports]);
    };
  },
  { once: true }
);
