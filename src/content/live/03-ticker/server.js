const server = new WebSocketServer({ port: 8080 });

server.on('connection', (socket) => {
  let tick = 0;
  let price = 100;

  const timer = setInterval(() => {
    tick++;
    price += tick % 2 ? 3 : -1;
    socket.send(JSON.stringify({ tick, price }));
  }, 1000);

  socket.on('error', console.error);
  socket.on('close', (code) => {
    clearInterval(timer);
    console.log('close', code);
  });
});
