const server = new WebSocketServer({ port: 8080 });

server.on('connection', (socket) => {
  socket.on('error', console.error);

  socket.on('message', (data, isBinary) => {
    if (!isBinary || data.length !== 7) return socket.close(1003);

    const version = data.readUInt8(0);
    const sensor = data.readUInt16BE(1);
    const celsius = data.readFloatBE(3);
    console.log('version', version, 'sensor', sensor, 'celsius', celsius);

    const answer = Buffer.alloc(10);
    answer.writeUInt16BE(sensor, 0);
    answer.writeDoubleBE((celsius * 9) / 5 + 32, 2);
    socket.send(answer);
  });
});
