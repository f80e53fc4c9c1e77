using TrmLab.Core.Fetching;

namespace TrmLab.Core.Tests.Fetching;

/// <summary>A disk with room for so many bytes; it may hide how many are left.</summary>
internal sealed class FullDisk(long room, bool tells) : IDownloadStorage
{
    private readonly DiskStorage _disk = new();
    private long _room = room;

    public long? FreeBytes(string directory) => tells ? _room : null;

    public Stream Append(string path) => new Limited(_disk.Append(path), this);

    private sealed class Limited(Stream inner, FullDisk disk) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            int fits = (int)Math.Min(count, disk._room);
            inner.Write(buffer, offset, fits);
            disk._room -= fits;
            if (fits < count)
                throw new IOException("No space left on device");
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
