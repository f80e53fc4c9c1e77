using System.Buffers.Binary;
using System.Text.Json;

namespace TrmLab.Core.Tracing;

/// <summary>
/// What the dashboard and the inference worker say to each other over a local socket: one request and one reply per connection, each a
/// length (uint32, little-endian) and that many bytes. A request is JSON; a reply is a <see cref="WorkerReply"/> byte and its content.
/// </summary>
public static class WorkerProtocol
{
    /// <summary>Longest message of either side.</summary>
    public const int MaximumBytes = 256 << 20;

    /// <summary>Writes one message.</summary>
    public static async ValueTask WriteAsync(Stream stream, ReadOnlyMemory<byte> message, CancellationToken cancellation = default)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)message.Length);
        await stream.WriteAsync(length, cancellation).ConfigureAwait(false);
        await stream.WriteAsync(message, cancellation).ConfigureAwait(false);
        await stream.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads one message.</summary>
    /// <exception cref="EndOfStreamException">The other side closed the connection.</exception>
    /// <exception cref="InvalidDataException">Longer than <see cref="MaximumBytes"/>.</exception>
    public static async ValueTask<byte[]> ReadAsync(Stream stream, CancellationToken cancellation = default)
    {
        var prefix = new byte[4];
        await stream.ReadExactlyAsync(prefix, cancellation).ConfigureAwait(false);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(prefix);
        if (length > MaximumBytes)
            throw new InvalidDataException($"A message of {length} bytes is too long.");
        var message = new byte[length];
        await stream.ReadExactlyAsync(message, cancellation).ConfigureAwait(false);
        return message;
    }

    /// <summary>A request as it is sent.</summary>
    public static byte[] ToBytes(WorkerRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, TraceFile.Json);

    /// <exception cref="InputException">Not a request of this version.</exception>
    public static WorkerRequest Parse(ReadOnlySpan<byte> message)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkerRequest>(message, TraceFile.Json) ?? throw new InputException("the request is empty");
        }
        catch (JsonException e)
        {
            throw new InputException($"the request cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}

/// <summary>First byte of a reply.</summary>
public enum WorkerReply : byte
{
    /// <summary>The content follows: a trace file, or JSON.</summary>
    Done = 0,

    /// <summary>The request was wrong: a message for the user follows, UTF-8.</summary>
    Refused = 1,

    /// <summary>The worker failed: a message follows, UTF-8.</summary>
    Failed = 2,
}

/// <summary>A request; exactly one of its parts is given.</summary>
public sealed record WorkerRequest
{
    /// <summary>Trace a puzzle: the reply is a trace file.</summary>
    public TraceRequest? Trace { get; init; }

    /// <summary>Answer many puzzles: the reply is an <see cref="AnswerReply"/>.</summary>
    public AnswerRequest? Answer { get; init; }
}

/// <summary>Asks for the answers to many puzzles, without their way there.</summary>
public sealed record AnswerRequest
{
    /// <summary>Most puzzles of one request.</summary>
    public const int MaximumPuzzles = 1024;

    /// <summary>Checkpoint directory.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>Which of its weights.</summary>
    public TraceWeights Weights { get; init; } = TraceWeights.Ema;

    /// <summary>The puzzles.</summary>
    public required IReadOnlyList<TracePuzzle> Puzzles { get; init; }

    /// <summary>Supervision steps; null for as many as trained.</summary>
    public int? Steps { get; init; }
}

/// <summary>Answers in the order of the puzzles.</summary>
/// <param name="Answers">Decoded tokens after the last step, [S] each.</param>
/// <param name="HaltLogits">Halting logit after the last step.</param>
/// <param name="WouldHaltSteps">First supervision step (from 1) after which the network would halt; 0 = none.</param>
public sealed record AnswerReply(IReadOnlyList<int[]> Answers, IReadOnlyList<float> HaltLogits, IReadOnlyList<int> WouldHaltSteps);
