"""A CRC and a hash by bit operations, straight down the module."""

table = []
for value in range(256):
    crc = value
    for _ in range(8):
        if crc & 1:
            crc = (crc >> 1) ^ 0xEDB88320
        else:
            crc >>= 1
    table.append(crc)
data = bytes(i * 31 % 256 for i in range(6000))
crc = 0xFFFFFFFF
for byte in data:
    crc = table[(crc ^ byte) & 0xFF] ^ (crc >> 8)
crc ^= 0xFFFFFFFF
mixed = 2166136261
for byte in data:
    mixed = ((mixed ^ byte) * 16777619) & 0xFFFFFFFF
rotated = 1
for byte in data:
    rotated = ((rotated << 5) | (rotated >> 27)) & 0xFFFFFFFF
    rotated ^= byte
(crc, mixed, rotated)
